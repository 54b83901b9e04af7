package io.closedloop.lead.http;

import java.util.List;
import java.util.UUID;

/** One occurrence of every problem, for the API's description. */
final class ProblemExamples {
    private static final UUID LEAD = UUID.fromString("3f8a5b1e-6c2d-4e7f-9a0b-1c2d3e4f5a6b");
    private static final UUID OTHER_LEAD = UUID.fromString("7d1c2b3a-4e5f-4a6b-8c7d-9e0f1a2b3c4d");
    private static final UUID SUPPRESSION = UUID.fromString("b5e0d1c2-a3f4-4b5c-9d6e-7f8091a2b3c4");
    private static final UUID EPOCH = UUID.fromString("5d1e7a52-9a58-4f0c-8d3f-0d5b7e2c9a11");
    private static final UUID FORMER_EPOCH = UUID.fromString("0f8f6e0c-33c1-4d56-9a8b-1c2d3e4f5a6b");
    private static final UUID EVENT = UUID.fromString("01a2019c-8a56-74a5-a32f-76883d4616ed");
    private static final UUID JOB = UUID.fromString("0d9e8f7a-6b5c-4d3e-8f1a-2b3c4d5e6f70");
    private static final String COMMAND = "/v1/leads/" + LEAD + "/accept";

    private ProblemExamples() {}

    static Problem of(ProblemCode code) {
        return switch (code) {
            case MALFORMED_REQUEST ->
                Problem.of(code, "The field 'emial' is unknown here.")
                        .at("/v1/leads")
                        .withErrors(List.of(new FieldError("/contact/emial", "is not a field of this request")));
            case UNAUTHENTICATED ->
                Problem.of(code, "Send the header Authorization: Bearer <key>.").at("/v1/leads");
            case FORBIDDEN ->
                Problem.of(code, "The key 'web-forms' may not do this. It takes the role SALES or MANAGER.")
                        .at(COMMAND);
            case LEAD_NOT_FOUND ->
                Problem.of(code, "There is no lead %s.".formatted(LEAD)).at("/v1/leads/" + LEAD);
            case SUPPRESSION_NOT_FOUND ->
                Problem.of(code, "There is no suppression %s.".formatted(SUPPRESSION))
                        .at("/v1/suppressions/" + SUPPRESSION);
            case NOT_FOUND ->
                Problem.of(code, "There is nothing under this path.").at("/v1/lead");
            case METHOD_NOT_ALLOWED ->
                Problem.of(code, "This path takes GET, HEAD, OPTIONS, POST.").at("/v1/leads");
            case NOT_ACCEPTABLE ->
                Problem.of(code, "This path answers as application/json.").at("/v1/leads");
            case BODY_TOO_SLOW ->
                Problem.of(code, "The body did not come in time, or came too slowly; nothing was carried out.")
                        .at("/v1/leads");
            case COMMAND_NOT_ALLOWED ->
                Problem.of(code, "AcceptLead is not allowed in INQUIRY.")
                        .at(COMMAND)
                        .withLead(LEAD, "INQUIRY", 1, List.of("RecordTouch", "QualifyMarketing"));
            case DUPLICATE_LEAD ->
                Problem.of(code, "An open lead already holds the e-mail address.")
                        .at("/v1/leads")
                        .withLeadIds(List.of(OTHER_LEAD));
            case CONTACT_SUPPRESSED ->
                Problem.of(code, "The e-mail address must not be delivered again.")
                        .at("/v1/leads")
                        .withSuppression(SUPPRESSION, "POOR_FIT");
            case CONCURRENT_CHANGE ->
                Problem.of(code, "Others changed the lead each time that this command was about to be stored.")
                        .at(COMMAND);
            case REQUEST_IN_PROGRESS ->
                Problem.of(code, "A request with this idempotency key has not been answered yet.")
                        .at("/v1/leads");
            case LOG_EPOCH_CHANGED ->
                Problem.of(
                                code,
                                "The log is in the epoch %s; it is the same as in %s up to position 1042."
                                        .formatted(EPOCH, FORMER_EPOCH))
                        .at("/v1/events")
                        .withEpoch(EPOCH, 1042);
            case DUPLICATE_KEY_NAME ->
                Problem.of(code, "A key has, or once had, the name 'crm'. Choose another.")
                        .at("/v1/keys");
            case JOB_ENDED ->
                Problem.of(code, "The job %s has ended: it is DONE.".formatted(JOB))
                        .at("/v1/jobs/" + JOB);
            case EVENT_UNKNOWN ->
                Problem.of(
                                code,
                                "This version of the service does not understand the event %s: its type LeadParked is unknown here; a newer version may have written it."
                                        .formatted(EVENT))
                        .at("/v1/leads/" + LEAD);
            case VERSION_MISMATCH ->
                Problem.of(code, "If-Match names version 2, the lead has version 3.")
                        .at(COMMAND)
                        .withLead(LEAD, "MQL", 3, List.of("AcceptLead", "RejectLead"));
            case PAYLOAD_TOO_LARGE ->
                Problem.of(code, "The body has more than the 262144 bytes that a single request takes.")
                        .at("/v1/leads");
            case UNSUPPORTED_MEDIA_TYPE ->
                Problem.of(code, "This path reads application/json in UTF-8, and a Content-Type header that says so.")
                        .at("/v1/leads");
            case INVALID_COMMAND ->
                Problem.of(code, "A field is missing or has a value that it does not take.")
                        .at("/v1/leads")
                        .withErrors(List.of(
                                new FieldError("/source", "is required"),
                                new FieldError("/contact/email", "an e-mail address has the form name@domain")));
            case OCCURRED_AT_OUT_OF_ORDER ->
                Problem.of(code, "occurredAt lies before the lead's last change of stage.")
                        .at(COMMAND);
            case IDEMPOTENCY_KEY_REUSED ->
                Problem.of(code, "The idempotency key came before with another body.")
                        .at("/v1/leads");
            case TOO_MANY_REQUESTS ->
                Problem.of(code, "As many streams as the service takes are open.")
                        .at("/v1/commands");
            case INTERNAL_FAULT ->
                Problem.of(code, "The service failed. Its log tells more under the answer's X-Correlation-Id.")
                        .at("/v1/leads");
            case PROJECTION_BEHIND ->
                Problem.of(code, "What this reads has come to position 1040, not to 1042, after 5 s.")
                        .at("/v1/reports/funnel");
            case STORE_UNAVAILABLE ->
                Problem.of(
                                code,
                                "The database cannot be reached or does not answer in time. The request was not acknowledged.")
                        .at("/v1/leads");
        };
    }
}

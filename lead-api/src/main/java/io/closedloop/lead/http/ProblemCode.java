package io.closedloop.lead.http;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every refusal of the service, with the text of the page that tells people what to do about it. */
public enum ProblemCode {
    MALFORMED_REQUEST(400, "The request cannot be read", """
            The request is not what this path takes: the body is not JSON or not UTF-8, a field or a query parameter is unknown or given twice, or a \
            value has the wrong JSON type (a text where a number belongs, for example). Unknown names are refused so that a typo never loses data. \
            "errors" points at the wrong places as far as they are known. Nothing was stored; correct the request and send it again."""),
    UNAUTHENTICATED(401, "A key is needed", """
            The request carries no key, or one that the service does not know or that has been revoked. Send "Authorization: Bearer <key>". Whoever \
            administers the service creates keys with POST /v1/keys."""),
    FORBIDDEN(403, "This key may not do that", """
            The key is known, but none of its roles permits the request; the detail says which roles do. Some decisions also need a second person, \
            or the rep to whom the lead is assigned; the detail says so."""),
    LEAD_NOT_FOUND(404, "No such lead", """
            There is no lead with this id, or none ever held the external reference that was named."""),
    SUPPRESSION_NOT_FOUND(404, "No such suppression", "There is no suppression with this id."),
    NOT_FOUND(404, "Nothing here", """
            The service has nothing under this path, or the lead has not reached this version, or was not registered at this instant. \
            /v3/api-docs describes every path."""),
    METHOD_NOT_ALLOWED(405, "Another method is needed", """
            The path exists, but not with this method. The answer's Allow header names the methods that the path takes."""),
    NOT_ACCEPTABLE(406, "No such representation", """
            The path does not answer in any of the media types that the Accept header asks for. /v3/api-docs names the path's media types."""),
    BODY_TOO_SLOW(408, "The body came too slowly", """
            The service waits for the body of a single request for a limited time, and only while bytes keep coming. Nothing was carried out: send \
            the request again, over a better line or with a smaller body."""),
    COMMAND_NOT_ALLOWED(409, "The lead's stage does not allow this", """
            The lead's stage does not allow this command, or the command contradicts an earlier one (the same touchId, revenueId or leadId with other \
            content). "stage" and "version" say where the lead is, "allowedCommands" which commands its stage allows."""),
    DUPLICATE_LEAD(409, "Another open lead is this person", """
            An open lead already holds one of the identities: the e-mail address, the telephone number or the external reference. "leadId" names it. \
            Record what is new as a touch on that lead instead."""),
    CONTACT_SUPPRESSED(409, "This contact must not be delivered again", """
            One of the identities is suppressed by a disqualification that has neither expired nor been lifted. "suppressionId" and "reason" say which \
            and why. The attempt has been recorded, and the reports count it. Where the reason is reversible, a manager can lift the suppression or \
            reinstate the lead."""),
    CONCURRENT_CHANGE(409, "Others kept changing the same thing", """
            Other commands changed the lead, or claimed its identities, each time that this command was about to be stored. Nothing was stored. Send \
            the command again."""),
    REQUEST_IN_PROGRESS(409, "The first request is still running", """
            A request with the same idempotency key has not been answered yet. Send this one again a moment later to get the first one's answer."""),
    LOG_EPOCH_CHANGED(409, "The log has been set back", """
            The log lost its end and went on, as after a restore to an earlier point, so its positions no longer stand for the events that the reader \
            has. "position" says up to where both are the same, 0 where that is not known; "epoch" is the log's present one. Undo what came after \
            "position", and follow the log from there with the new epoch."""),
    DUPLICATE_KEY_NAME(409, "A key has this name", """
            A key's name says in the log who did what, so every key has a name of its own. A deleted key keeps its name, because \
            the log names it. Choose another name."""),
    JOB_ENDED(409, "The job has ended", """
            The job is done, has failed, or was cancelled before: there is nothing left to cancel. Read it to see what came of it, and ask for a new \
            one if you need it."""),
    EVENT_UNKNOWN(409, "An event is not known to this version", """
            The lead has an event of a type or a revision that this version of the service does not know, most likely because a newer version has \
            written it. What the lead is now cannot be said, and nothing can be decided on it, without that event. Nothing was stored. Ask an \
            instance of the newer version, or have this one updated; other leads are not affected."""),
    VERSION_MISMATCH(412, "The lead has moved on", """
            The If-Match header names a version that is not the lead's present one. "version" says which is; read the lead and decide again."""),
    PAYLOAD_TOO_LARGE(413, "The body is too large", """
            A single request takes a limited body; the detail says how large. Send many commands as a stream to POST /v1/commands, which has no such \
            limit."""),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has another media type", """
            The Content-Type header is missing or names something that this path does not read. Single requests are application/json in UTF-8, bulk \
            commands application/x-ndjson; neither is compressed."""),
    INVALID_COMMAND(422, "A value is missing or wrong", """
            The request can be read, but a required field is missing, a value is not allowed for its field, or it is out of range. "errors" names each \
            with its place. Nothing was stored."""),
    OCCURRED_AT_OUT_OF_ORDER(422, "Business time runs forward", """
            occurredAt lies before the lead's last change of stage, or more than five minutes ahead of the server's clock. Touches may lie anywhere in \
            the past; decisions may not."""),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request", """
            The same key was used before, for the same method and path, with another body. A repeated request must be the same; a new request needs a \
            new key."""),
    TOO_MANY_REQUESTS(429, "Too many at once", """
            There are more requests, or more streams at a time, than the service takes now. Try again after the seconds that Retry-After names."""),
    INTERNAL_FAULT(500, "A fault of the service", """
            The service failed in a way that its authors did not foresee. Give whoever runs it the X-Correlation-Id of the answer: the log says the \
            rest. To learn whether a command was carried out, send it again with the same idempotency key, or read the lead."""),
    PROJECTION_BEHIND(503, "The reports have not come that far", """
            The request reads tables that are filled from the log of events, and they have not yet reached the position that it asks for; after a fresh \
            start this takes some minutes. Try again after the seconds that Retry-After names, or wait longer with "Prefer: wait=60"."""),
    STORE_UNAVAILABLE(503, "The store does not answer", """
            The database cannot be reached, is full, or does not answer in time. If the request was a command, it was not acknowledged: send it again \
            after the seconds that Retry-After names, with the same idempotency key.""");

    private final int status;
    private final String title;
    private final String explanation;

    ProblemCode(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    /** The HTTP status that always goes with this code. */
    public int status() {
        return status;
    }

    /** One line for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** What it means and what to do about it: the text of the page. */
    public String explanation() {
        return explanation;
    }

    /** The code as it is answered: {@code malformed-request}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The path of the page that explains it, which is also the problem's {@code type}. */
    public String type() {
        return "/problems/" + code();
    }

    public static Optional<ProblemCode> ofCode(String code) {
        return Stream.of(values()).filter(c -> c.code().equals(code)).findFirst();
    }
}

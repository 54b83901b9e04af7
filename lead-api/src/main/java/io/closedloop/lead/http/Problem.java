package io.closedloop.lead.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as it is answered (RFC 9457). What does not apply is null and left out.
 *
 * @param type the path of the page that explains the code
 * @param title one line, the same for every occurrence of the code
 * @param status the HTTP status
 * @param detail what is wrong this time and what to do about it; never personal data
 * @param instance the request's path, never its query; null until it is answered
 * @param code the machine-readable name
 * @param errors the places that are wrong
 * @param stage the lead's stage
 * @param version the version of the lead, or of the suppression
 * @param allowedCommands what the lead's stage takes
 * @param leadId the lead that stands in the way, or that the problem is about
 * @param leadIds all leads that stand in the way, the first of them {@code leadId}
 * @param suppressionId the suppression that stands in the way, or that the problem is about
 * @param reason why that suppression was made
 * @param epoch the epoch of the log
 * @param position up to which position the log is the one that was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A refusal (RFC 9457). What does not apply is left out.")
public record Problem(
        @Schema(description = "The path of the page that explains the code.")
        String type,

        @Schema(description = "One line, the same for every occurrence of the code.")
        String title,

        @Schema(description = "The HTTP status.") int status,

        @Schema(description = "What is wrong this time and what to do about it; never personal data.")
        String detail,

        @Schema(description = "The request's path, never its query.") @Nullable
        String instance,

        @Schema(description = "The name of the refusal for programs.")
        String code,

        @Schema(description = "The places that are wrong.") @Nullable
        List<FieldError> errors,

        @Schema(description = "The lead's stage.") @Nullable String stage,

        @Schema(description = "The version of the lead, or of the suppression.") @Nullable
        Long version,

        @Schema(description = "The commands that the lead's stage allows.") @Nullable
        List<String> allowedCommands,

        @Schema(description = "The lead that stands in the way, or that the problem is about.") @Nullable
        UUID leadId,

        @Schema(description = "All leads that stand in the way, the first of them leadId.") @Nullable
        List<UUID> leadIds,

        @Schema(description = "The suppression that stands in the way, or that the problem is about.") @Nullable
        UUID suppressionId,

        @Schema(description = "Why that suppression was made.") @Nullable
        String reason,

        @Schema(description = "The log's present epoch.") @Nullable
        UUID epoch,

        @Schema(description = "Up to which position the log is the one that was asked for.") @Nullable
        Long position) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                code.type(),
                code.title(),
                code.status(),
                detail,
                null,
                code.code(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** This problem as it met the request for {@code path}. */
    public Problem at(String path) {
        return with(path, errors, stage, version, allowedCommands, leadId, leadIds, suppressionId, reason);
    }

    /** With the places that are wrong; none leaves the member out. */
    public Problem withErrors(List<FieldError> found) {
        var places = found.isEmpty() ? null : List.copyOf(found);
        return with(instance, places, stage, version, allowedCommands, leadId, leadIds, suppressionId, reason);
    }

    /** With where the lead is and what it takes there. */
    public Problem withLead(UUID lead, String itsStage, long itsVersion, List<String> itsAllowedCommands) {
        return with(
                instance,
                errors,
                itsStage,
                itsVersion,
                List.copyOf(itsAllowedCommands),
                lead,
                leadIds,
                suppressionId,
                reason);
    }

    /** With the lead that it is about. */
    public Problem withLeadId(UUID lead) {
        return with(instance, errors, stage, version, allowedCommands, lead, leadIds, suppressionId, reason);
    }

    /** With the leads that stand in the way, at least one. */
    public Problem withLeadIds(List<UUID> leads) {
        return with(
                instance,
                errors,
                stage,
                version,
                allowedCommands,
                leads.getFirst(),
                List.copyOf(leads),
                suppressionId,
                reason);
    }

    /** With the suppression that stands in the way, or that it is about. */
    public Problem withSuppression(UUID suppression, String itsReason) {
        return with(instance, errors, stage, version, allowedCommands, leadId, leadIds, suppression, itsReason);
    }

    /** With the version of what it is about. */
    public Problem withVersion(long itsVersion) {
        return with(instance, errors, stage, itsVersion, allowedCommands, leadId, leadIds, suppressionId, reason);
    }

    /** This problem, which its code says, with everything that tells this occurrence from others. */
    private Problem with(
            @Nullable String itsInstance,
            @Nullable List<FieldError> itsErrors,
            @Nullable String itsStage,
            @Nullable Long itsVersion,
            @Nullable List<String> itsAllowedCommands,
            @Nullable UUID itsLeadId,
            @Nullable List<UUID> itsLeadIds,
            @Nullable UUID itsSuppressionId,
            @Nullable String itsReason) {
        return new Problem(
                type,
                title,
                status,
                detail,
                itsInstance,
                code,
                itsErrors,
                itsStage,
                itsVersion,
                itsAllowedCommands,
                itsLeadId,
                itsLeadIds,
                itsSuppressionId,
                itsReason,
                epoch,
                position);
    }

    /** With the log's epoch, and up to which position it is the log that was asked for. */
    public Problem withEpoch(UUID itsEpoch, long itsPosition) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                code,
                errors,
                stage,
                version,
                allowedCommands,
                leadId,
                leadIds,
                suppressionId,
                reason,
                itsEpoch,
                itsPosition);
    }
}

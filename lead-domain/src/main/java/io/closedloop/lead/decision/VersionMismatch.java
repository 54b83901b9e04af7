package io.closedloop.lead.decision;

/** The caller decided on another version than the present one. */
public record VersionMismatch(long expected, long present) implements Refusal {
    @Override
    public RefusalCode code() {
        return RefusalCode.VERSION_MISMATCH;
    }

    @Override
    public String detail() {
        return "If-Match asks for version %d, but the present version is %d; read it again and decide anew"
                .formatted(expected, present);
    }
}

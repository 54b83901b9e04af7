package io.closedloop.lead.log;

import java.util.Map;

/**
 * An HTTP answer, as it is given now and kept under an idempotency key.
 *
 * @param headers single-valued headers, without line breaks
 * @param body the body as text; empty when there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {
    public Answer {
        headers = Map.copyOf(headers);
    }
}

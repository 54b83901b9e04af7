package io.closedloop.lead.commands;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.sealing.RequestHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an idempotency key is unique for, and how the same request is told from another one. */
@Component
final class Hashes {
    private final RequestHasher requests;

    Hashes(RequestHasher requests) {
        this.requests = requests;
    }

    /**
     * @param target what the command is for, where the path does not say so
     * @param body the body as it was understood: white space and the order of fields make no other request
     * @return null when the request has no key, or is a dry run, which uses none up
     */
    @Nullable
    Idempotency idempotency(CommandRequest request, String command, String target, Object body) {
        String key = request.idempotencyKey();
        if (key == null || request.dryRun()) {
            return null;
        }
        String scope = sha256(request.actor().id() + "\n" + request.route() + "\n" + key);
        String content = command + "\n" + target + "\n" + AnswerJson.write(body);
        return new Idempotency(scope, requests.hash(content), sha256(content), key);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

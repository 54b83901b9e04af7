package io.closedloop.lead.door;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The request once its body has come, to be read as if it came now. */
final class ArrivedRequest extends HttpServletRequestWrapper {
    private @Nullable Arrival arrival;
    private @Nullable ServletInputStream content;

    ArrivedRequest(HttpServletRequest request) {
        super(request);
    }

    void bringing(Arrival body) {
        arrival = body;
    }

    @Override
    public ServletInputStream getInputStream() {
        if (content == null) {
            if (arrival == null || arrival.ended() != Body.HERE) {
                throw new IllegalStateException("the body has not come");
            }
            content = new Content(arrival.content());
        }
        return content;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
}

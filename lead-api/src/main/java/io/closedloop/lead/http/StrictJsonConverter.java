package io.closedloop.lead.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Reads the body of a single request: {@code application/json} in UTF-8, uncompressed, at most {@link #MAX_BYTES}.
 * Answers are written elsewhere.
 */
final class StrictJsonConverter implements HttpMessageConverter<Object> {
    /** A command with 100 attributes of 1,000 characters, and room to spare. */
    static final int MAX_BYTES = 256 * 1024;

    private final StrictJson json;

    StrictJsonConverter(StrictJson json) {
        this.json = json;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(mediaType);
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(MediaType.APPLICATION_JSON);
    }

    @Override
    public Object read(Class<? extends Object> type, HttpInputMessage request) throws IOException {
        return json.read(readAll(request), type);
    }

    private static byte[] readAll(HttpInputMessage request) throws IOException {
        if (request.getHeaders().getContentLength() > MAX_BYTES) {
            throw tooLarge();
        }
        try (InputStream body = request.getBody()) {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge();
            }
            return bytes;
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "The body has more than the %d bytes that a single request takes.".formatted(MAX_BYTES));
    }

    @Override
    public void write(Object value, @Nullable MediaType contentType, HttpOutputMessage answer) {
        throw new UnsupportedOperationException("this converter reads only");
    }
}

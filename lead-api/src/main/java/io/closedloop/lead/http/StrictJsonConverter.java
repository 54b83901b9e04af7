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
 * Reads the body of a single request: {@code application/json} in UTF-8, uncompressed, of limited length. Answers are
 * written elsewhere.
 */
final class StrictJsonConverter implements HttpMessageConverter<Object> {
    private final StrictJson json;
    private final int maxBytes;

    /** @param maxBytes how long a body may be; of a longer one no more than this is read */
    StrictJsonConverter(StrictJson json, int maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
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

    private byte[] readAll(HttpInputMessage request) throws IOException {
        try (InputStream body = request.getBody()) {
            // Where its length is known, there is room for so much; else for the longest that is read in one go.
            long told = request.getHeaders().getContentLength();
            byte[] bytes = body.readNBytes(told >= 0 && told <= maxBytes ? (int) told : maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw BodyForm.tooLong(maxBytes);
            }
            return bytes;
        }
    }

    @Override
    public void write(Object value, @Nullable MediaType contentType, HttpOutputMessage answer) {
        throw new UnsupportedOperationException("this converter reads only");
    }
}

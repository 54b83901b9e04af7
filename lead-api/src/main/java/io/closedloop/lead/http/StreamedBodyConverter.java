package io.closedloop.lead.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/** Writes answers that are made while they are written, on the thread of their request. */
final class StreamedBodyConverter implements HttpMessageConverter<StreamedBody> {
    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return StreamedBody.class.isAssignableFrom(type);
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(MediaType.ALL);
    }

    @Override
    public StreamedBody read(Class<? extends StreamedBody> type, HttpInputMessage request) {
        throw new UnsupportedOperationException("this converter writes only");
    }

    @Override
    public void write(StreamedBody body, @Nullable MediaType contentType, HttpOutputMessage answer) throws IOException {
        if (contentType != null && answer.getHeaders().getContentType() == null) {
            answer.getHeaders().setContentType(contentType);
        }
        body.writeTo(new Unflushed(answer.getBody()));
    }

    /** Leaves it to the container when to send: it tells the length of whatever fits into its buffer. */
    private static final class Unflushed extends FilterOutputStream {
        Unflushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // By the container, at the end of the request.
        }
    }
}

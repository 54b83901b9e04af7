package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes answers that are made while they are written, on the thread of their request. An answer that cannot go on
 * breaks off: its connection is closed without the end of the body, so that nobody takes a part for the whole.
 */
final class StreamedBodyConverter implements HttpMessageConverter<StreamedBody> {
    private final ObjectProvider<LongAnswers> longAnswers;

    StreamedBodyConverter(ObjectProvider<LongAnswers> longAnswers) {
        this.longAnswers = longAnswers;
    }

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
        var current = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        HttpServletRequest request = current.getRequest();
        try (LongAnswers.Watch watch = longAnswers.getObject().over(request)) {
            body.writeTo(new Unflushed(answer.getBody(), watch));
        } catch (RuntimeException e) {
            HttpServletResponse response = current.getResponse();
            if (response != null && response.isCommitted()) {
                HangUp.of(request).now();
            }
            throw e;
        }
    }

    /** Leaves it to the container when to send: it tells the length of whatever fits into its buffer. */
    private static final class Unflushed extends FilterOutputStream {
        private final LongAnswers.Watch watch;

        Unflushed(OutputStream out, LongAnswers.Watch watch) {
            super(out);
            this.watch = watch;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watch.check();
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // By the container, at the end of the request.
        }
    }
}

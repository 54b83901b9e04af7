package io.closedloop.lead.feed;

import io.closedloop.lead.queries.EventViews;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * A page as CloudEvents defines a batch: the bare array of its events. What the page says beside them is in headers.
 */
@RestControllerAdvice(assignableTypes = EventsController.class)
class CloudEventBatches implements ResponseBodyAdvice<Object> {
    private static final MediaType BATCH = MediaType.parseMediaType(EventsController.CLOUD_EVENTS);

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType selectedContentType,
            Class<? extends HttpMessageConverter<?>> selectedConverterType,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return body instanceof EventViews.EventPage page && BATCH.equalsTypeAndSubtype(selectedContentType)
                ? page.items()
                : body;
    }
}

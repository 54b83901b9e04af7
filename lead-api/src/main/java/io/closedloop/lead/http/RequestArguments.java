package io.closedloop.lead.http;

import io.closedloop.lead.access.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands an endpoint who sends the request ({@link Actor}), its {@link Correlation} and its {@link QueryParameters}. */
final class RequestArguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Actor.class || type == Correlation.class || type == QueryParameters.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        var request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        Class<?> type = parameter.getParameterType();
        if (type == Correlation.class) {
            return Correlation.of(request);
        }
        if (type == QueryParameters.class) {
            return QueryParameters.of(request);
        }
        Actor actor = Access.actorOf(request);
        if (actor == null) {
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, "Send the header Authorization: Bearer <key>.");
        }
        return actor;
    }
}

package io.closedloop.lead.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Holds a request against what its endpoint documents, before the endpoint sees it: an id in the path that is no UUID
 * names nothing (404), and a query parameter that no {@link Parameter} of the endpoint describes, or that is given
 * twice where it does not {@code explode}, is refused (400). So what is accepted and what is documented are one thing.
 * An endpoint that reads JSON is not called before all of the body has come.
 */
final class RequestForm implements HandlerInterceptor {
    /** Ends the name of a documented parameter that stands for any name that begins so: {@code attr.*}. */
    static final String ANY = "*";

    private final Map<Method, Takes> endpoints = new ConcurrentHashMap<>();
    private final int maxBytes;

    /**
     * What an endpoint takes.
     *
     * @param parameters the query parameters that it describes, and whether each may be given several times
     */
    private record Takes(Map<String, Boolean> parameters, Body body) {}

    private enum Body {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** @param maxBytes how long the body of a single request may be */
    RequestForm(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint && isOurs(endpoint)) {
            requireIds(request);
            Takes takes = endpoints.computeIfAbsent(endpoint.getMethod(), _ -> takes(endpoint));
            requireKnownParameters(QueryParameters.of(request), takes.parameters());
            if (readsJson(takes.body(), request)) {
                BodyForm.require(request, MediaType.APPLICATION_JSON);
                BodyForm.requireLength(request, maxBytes);
                return BodyForm.hasCome(request, response, maxBytes);
            }
        }
        return true;
    }

    /** An endpoint that can do without a body takes a request that speaks of none. */
    private static boolean readsJson(Body body, HttpServletRequest request) {
        return switch (body) {
            case NONE -> false;
            case OPTIONAL ->
                request.getContentType() != null
                        || request.getContentLengthLong() > 0
                        || request.getHeader("Transfer-Encoding") != null;
            case REQUIRED -> true;
        };
    }

    private static boolean isOurs(HandlerMethod endpoint) {
        return endpoint.getBeanType().getName().startsWith("io.closedloop.");
    }

    @SuppressWarnings("unchecked")
    private static void requireIds(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (variables instanceof Map<?, ?> map) {
            ((Map<String, String>) map).forEach((name, value) -> {
                if (name.equals("id") || name.endsWith("Id")) {
                    try {
                        Uuids.parse(value);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.of(
                                ProblemCode.NOT_FOUND,
                                "There is nothing under this path: its %s is not a UUID.".formatted(name));
                    }
                }
            });
        }
    }

    private static void requireKnownParameters(QueryParameters given, Map<String, Boolean> repeatable) {
        for (Map.Entry<String, List<String>> parameter : given.asMap().entrySet()) {
            String name = parameter.getKey();
            Boolean mayRepeat = repeatable.entrySet().stream()
                    .filter(known -> covers(known.getKey(), name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (mayRepeat == null) {
                String shown = QueryParameters.shown(name);
                throw ProblemException.malformed(
                        "The query parameter '%s' is unknown here.".formatted(shown),
                        FieldError.ofParameter(shown, "is not a parameter of this path"));
            }
            if (!mayRepeat && parameter.getValue().size() > 1) {
                throw QueryParameters.wrong(
                        name,
                        "is given %d times, but has one value"
                                .formatted(parameter.getValue().size()));
            }
        }
    }

    private static boolean covers(String known, String name) {
        return known.endsWith(ANY)
                ? name.length() >= known.length() && name.startsWith(known.substring(0, known.length() - ANY.length()))
                : known.equals(name);
    }

    private static Takes takes(HandlerMethod endpoint) {
        return new Takes(documented(endpoint.getMethod()), body(endpoint));
    }

    private static Map<String, Boolean> documented(Method endpoint) {
        var names = new LinkedHashMap<String, Boolean>();
        for (Parameter parameter :
                AnnotatedElementUtils.findMergedRepeatableAnnotations(endpoint, Parameter.class, Parameters.class)) {
            if (parameter.in() == ParameterIn.QUERY) {
                names.put(parameter.name(), parameter.explode() == Explode.TRUE);
            }
        }
        return Map.copyOf(names);
    }

    private static Body body(HandlerMethod endpoint) {
        return Arrays.stream(endpoint.getMethodParameters())
                .map(parameter -> parameter.getParameterAnnotation(RequestBody.class))
                .filter(Objects::nonNull)
                .map(body -> body.required() ? Body.REQUIRED : Body.OPTIONAL)
                .findFirst()
                .orElse(Body.NONE);
    }
}

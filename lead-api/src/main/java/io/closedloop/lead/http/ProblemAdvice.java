package io.closedloop.lead.http;

import io.closedloop.lead.door.Visit;
import io.closedloop.lead.eventjson.UnknownEventException;
import io.closedloop.lead.log.InstantAheadOfClockException;
import io.closedloop.lead.log.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever ends a request into its problem. Only faults are logged; a refusal is an answer like any other. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final String NO_ANSWER = "The database cannot be reached or does not answer in time.";

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> answer(Exception e, HttpServletRequest request, HttpServletResponse response) {
        if (callerLeft(e) || response.isCommitted()) {
            log.debug(
                    "The caller left, or the answer broke off, at {} {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    e);
            return null;
        }
        ProblemException refusal = refusal(e, request);
        if (refusal == null) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            refusal = new ProblemException(ProblemWriter.ofStatus(500));
        }
        Visit.of(request).closeUnlessRead(response);
        var answer = ResponseEntity.status(refusal.problem().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        refusal.headers().forEach(answer::header);
        return answer.body(refusal.problem().at(ProblemWriter.pathOf(request.getRequestURI())));
    }

    private static boolean callerLeft(Exception e) {
        return e instanceof AsyncRequestNotUsableException
                || e instanceof ClientAbortException
                || e.getCause() instanceof ClientAbortException;
    }

    /** The problem that {@code e} stands for; null when it is a fault. */
    private static @Nullable ProblemException refusal(Exception e, HttpServletRequest request) {
        return switch (e) {
            case ProblemException refusal -> refusal;
            case NoHandlerFoundException _ -> TrailingSlash.nothingAt(request);
            case NoResourceFoundException _ -> TrailingSlash.nothingAt(request);
            case HttpRequestMethodNotSupportedException wrong -> wrongMethod(wrong);
            case HttpMediaTypeNotAcceptableException wrong ->
                ProblemException.of(
                        ProblemCode.NOT_ACCEPTABLE,
                        "This path answers as %s.".formatted(names(wrong.getSupportedMediaTypes())));
            case HttpMediaTypeNotSupportedException _ ->
                ProblemException.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "This path reads application/json in UTF-8; the Content-Type header has to say so.");
            case HttpMessageNotReadableException unreadable ->
                unreadable.getCause() instanceof ProblemException refusal
                        ? refusal
                        : ProblemException.malformed("The body is missing: this path takes a JSON object.");
            case MethodArgumentTypeMismatchException wrong ->
                ProblemException.malformed("'%s' has a value that is not allowed.".formatted(wrong.getName()));
            case ServletRequestBindingException _ ->
                ProblemException.malformed("A header or a query parameter that this path needs is missing.");
            case IOException _ -> ProblemException.malformed("The body could not be read to its end.");
            case StoreUnavailableException unavailable -> unavailable(unavailable);
            case UnknownEventException unknown -> ProblemException.of(ProblemCode.EVENT_UNKNOWN, unknown.shown());
            case InstantAheadOfClockException _ ->
                ProblemException.malformed(
                        "The instant lies ahead of the database's clock, so the service cannot say yet what will be known then.");
            case DataAccessResourceFailureException _ -> outage(e);
            case TransientDataAccessException _ -> outage(e);
            case CannotCreateTransactionException _ -> outage(e);
            case ErrorResponse known ->
                new ProblemException(
                        ProblemWriter.ofStatus(known.getStatusCode().value()));
            default -> null;
        };
    }

    private static ProblemException wrongMethod(HttpRequestMethodNotSupportedException wrong) {
        var methods = new TreeSet<String>();
        String[] supported = wrong.getSupportedMethods();
        if (supported != null) {
            methods.addAll(List.of(supported));
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        String allow = String.join(", ", methods);
        return new ProblemException(
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "This path takes %s.".formatted(allow)),
                Map.of("Allow", allow));
    }

    /** Without the stack: in an outage there is one for every command. */
    private static ProblemException unavailable(StoreUnavailableException e) {
        log.warn("The store does not answer: {}", e.toString());
        return outage(e.shown(), e.retryAfter());
    }

    private static ProblemException outage(Exception e) {
        log.warn("The store does not answer", e);
        return outage(NO_ANSWER, OUTAGE);
    }

    private static ProblemException outage(String why, Duration retryAfter) {
        return ProblemException.retryable(
                ProblemCode.STORE_UNAVAILABLE, why + " The request was not acknowledged.", retryAfter);
    }

    private static String names(List<MediaType> types) {
        return types.isEmpty()
                ? "application/json"
                : types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(" or "));
    }
}

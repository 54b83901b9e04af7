package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/**
 * What is wrong with a JSON text, by the place and not by the value: Jackson's own messages quote values, which may be
 * personal.
 */
final class JsonTrouble {
    private JsonTrouble() {}

    static String of(JsonProcessingException problem) {
        return switch (problem) {
            case UnrecognizedPropertyException unknown -> "its member '%s' is unknown".formatted(path(unknown));
            case JsonMappingException mapping
            when !mapping.getPath().isEmpty() ->
                "its member '%s' is missing or has a wrong value".formatted(path(mapping));
            default ->
                "%s in line %d, column %d"
                        .formatted(
                                problem.getClass().getSimpleName(),
                                problem.getLocation() == null
                                        ? 0
                                        : problem.getLocation().getLineNr(),
                                problem.getLocation() == null
                                        ? 0
                                        : problem.getLocation().getColumnNr());
        };
    }

    private static String path(JsonMappingException problem) {
        return problem.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/"));
    }
}

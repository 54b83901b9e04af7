package io.closedloop.lead.http;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How answers are written: the order in which a record declares its components, absent values as null, numbers in plain
 * digits.
 */
public final class AnswerJson {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private AnswerJson() {}

    public static String write(Object answer) {
        return MAPPER.writeValueAsString(answer);
    }
}

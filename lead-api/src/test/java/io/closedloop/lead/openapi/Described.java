package io.closedloop.lead.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The API as its description tells it, for tests that go by it. */
final class Described {
    private final JsonNode api;

    Described(JsonNode api) {
        this.api = api;
    }

    /** One operation. */
    record Operation(String method, String path, JsonNode description) {
        Stream<JsonNode> parameters(String in) {
            return description
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.required("in").asString().equals(in));
        }

        boolean takes(String in, String name) {
            return parameters(in)
                    .anyMatch(parameter -> parameter.required("name").asString().equals(name));
        }

        /** The media type of its body; null where it takes none. */
        @Nullable
        String bodyType() {
            return description.at("/requestBody/content").propertyNames().stream()
                    .findFirst()
                    .orElse(null);
        }

        JsonNode body() {
            String type = bodyType();
            return type == null
                    ? description.path("none")
                    : description.at("/requestBody/content").required(type);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * A field somewhere in a body.
     *
     * @param steps the names that lead to it from the top
     * @param types the JSON types that it takes
     */
    record Field(List<String> steps, JsonNode schema, Set<String> types, boolean required) {}

    List<Operation> operations() {
        return api.required("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue())))
                .toList();
    }

    JsonNode api() {
        return api;
    }

    /** Every field that the operation's body describes, however deep; not the free names of maps. */
    List<Field> fields(Operation operation) {
        var fields = new ArrayList<Field>();
        collect(operation.body().path("schema"), List.of(), fields);
        return fields;
    }

    private void collect(JsonNode schema, List<String> steps, List<Field> fields) {
        JsonNode object = objectOf(schema);
        Set<String> required = new HashSet<>();
        object.path("required").forEach(name -> required.add(name.asString()));
        object.path("properties").properties().forEach(property -> {
            var deeper = new ArrayList<>(steps);
            deeper.add(property.getKey());
            fields.add(new Field(
                    List.copyOf(deeper),
                    property.getValue(),
                    types(property.getValue()),
                    required.contains(property.getKey())));
            collect(property.getValue(), deeper, fields);
        });
    }

    /** The schema itself behind references and "or null". */
    JsonNode objectOf(JsonNode schema) {
        if (schema.has("$ref")) {
            return objectOf(api.at(schema.required("$ref").asString().substring(1)));
        }
        return schema.has("anyOf") ? objectOf(schema.required("anyOf").get(0)) : schema;
    }

    private Set<String> types(JsonNode schema) {
        var types = new HashSet<String>();
        if (schema.has("$ref")) {
            types.addAll(types(objectOf(schema)));
        }
        schema.path("anyOf").forEach(alternative -> types.addAll(types(alternative)));
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.valueStream().filter(JsonNode::isString).forEach(each -> types.add(each.asString()));
        return types;
    }
}

package io.closedloop.lead.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number in the answer to a question, as {@link Answer} names it. */
record CellAddress(Recount.Name report, Asked asked, Map<String, @Nullable Object> key, String cell) {
    /** The parameters that name the row and the cell. */
    Map<String, List<String>> parameters() {
        var parameters = new LinkedHashMap<String, List<String>>();
        key.forEach((name, value) -> {
            if (hasStagesAsRows() && List.of("from", "to").contains(name)) {
                parameters.put(name.equals("from") ? "stage" : "reached", List.of(String.valueOf(value)));
            } else if (value == null) {
                parameters.put("key." + name + ".null", List.of("true"));
            } else {
                parameters.put("key." + name, List.of(value.toString()));
            }
        });
        String[] stages = cell.replace("_numerator", "").split("_to_");
        if (report == Recount.Name.funnel && (!cell.contains("_to_") || cell.endsWith("_numerator"))) {
            parameters.put("stage", List.of(stages[0]));
            if (stages.length > 1) {
                parameters.put("reached", List.of(stages[1]));
            }
        } else if (!cell.equals("count")) {
            parameters.put("column", List.of(cell));
        }
        return parameters;
    }

    private boolean hasStagesAsRows() {
        return report.definition().dimensions().stream()
                .anyMatch(dimension -> dimension.name().equals("from"));
    }
}

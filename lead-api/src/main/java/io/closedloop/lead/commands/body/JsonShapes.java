package io.closedloop.lead.commands.body;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which JSON types the values of free names may have. */
public final class JsonShapes {
    private JsonShapes() {}

    /**
     * JSON pointers of the values that are no text, number or boolean.
     *
     * @param nullRemoves whether null is a value too
     */
    static List<String> misshapen(
            String pointer, @Nullable Map<String, ? extends @Nullable Object> values, boolean nullRemoves) {
        if (values == null) {
            return List.of();
        }
        return values.entrySet().stream()
                .filter(entry -> !isFlat(entry.getValue(), nullRemoves))
                .map(entry -> pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"))
                .toList();
    }

    /** JSON pointers of the elements that are null. */
    static List<String> missing(String pointer, @Nullable List<@Nullable String> elements) {
        return elements == null
                ? List.of()
                : IntStream.range(0, elements.size())
                        .filter(i -> elements.get(i) == null)
                        .mapToObj(i -> pointer + "/" + i)
                        .toList();
    }

    private static boolean isFlat(@Nullable Object value, boolean nullRemoves) {
        return switch (value) {
            case null -> nullRemoves;
            case String _, Boolean _, Integer _, Long _, BigInteger _, BigDecimal _ -> true;
            default -> false;
        };
    }
}

package io.closedloop.lead.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a record prints of itself if it holds personal data or a secret. By default a record prints all of its
 * components, and sooner or later somebody logs it.
 */
public final class Unsaid {
    /** The free texts of commands and events, which may say anything about anybody. */
    private static final Set<String> FREE_TEXTS = Set.of("note", "justification", "cause", "competitor");

    private Unsaid() {}

    /**
     * The record as records print themselves, but of its free texts only whether they are given.
     *
     * @param more names of further components to be treated so
     */
    public static String in(Record record, String... more) {
        Set<String> others = Set.of(more);
        return said(record, name -> FREE_TEXTS.contains(name) || others.contains(name));
    }

    /** Of all components of the record only whether they are given. */
    public static String wholly(Record record) {
        return said(record, _ -> true);
    }

    private static String said(Record record, Predicate<String> unsaid) {
        return Stream.of(record.getClass().getRecordComponents())
                .map(component -> {
                    Object value = valueOf(component, record);
                    boolean isSaid = value == null || !unsaid.test(component.getName());
                    return component.getName() + "=" + (isSaid ? value : "...");
                })
                .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "[", "]"));
    }

    private static @Nullable Object valueOf(RecordComponent component, Record record) {
        Method accessor = component.getAccessor();
        try {
            // The record may be its package's own.
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(component, record.getClass()), e);
        }
    }
}

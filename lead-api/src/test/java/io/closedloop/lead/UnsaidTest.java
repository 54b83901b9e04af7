package io.closedloop.lead;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.identity.PhoneNumber;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Records print all that is in them, and whatever is printed is logged some day. Here every record of the service that
 * can hold personal data, a secret, or a request's body, itself or in what it is made of, is made with a marker in
 * those places, and printed.
 */
class UnsaidTest {
    private static final String MARKER = "MARKED";

    /** Texts of these names are personal, secret, or may have either in them, whichever record they stand in. */
    private static final Set<String> NAMES = Set.of(
            "note",
            "justification",
            "cause",
            "competitor",
            "email",
            "phone",
            "data",
            "payload",
            "metadata",
            "key",
            "secret",
            "masterKey",
            "idempotencyKey",
            "requestHash",
            "formerRequestHash",
            "wrappedIdentityKey");

    /** A person's data, or a reference to a person: every text in a record that has one of these components. */
    private static final Set<String> OF_PEOPLE = Set.of("email", "phone");

    /** Why an event could not be written to the read models, which are given no personal data. */
    private static final Set<String> CAUSE_OF_A_FAULT = Set.of("DeadLetter", "StillParked", "OnInstance");

    private static final List<Class<?>> EVERY_RECORD = records();
    private static final Set<Class<?>> BODIES = bodies();
    /** Whose texts are all personal: they say so themselves. */
    private static final Set<Class<?>> PERSONAL_VALUES =
            Set.of(Contact.class, ExternalRef.class, EmailAddress.class, PhoneNumber.class);

    private final Map<Class<?>, Boolean> telling = new HashMap<>();

    private static List<Class<?>> records() {
        List<URL> modules = Stream.of(LeadEvent.class, FactsProjection.class, ClosedLoopApplication.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toList();
        return new ClassFileImporter()
                .importUrls(modules).stream()
                        .filter(JavaClass::isRecord)
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    /** What requests are read as, and the records in it. */
    private static Set<Class<?>> bodies() {
        var found = new LinkedHashSet<Class<?>>();
        Deque<Class<?>> open = new ArrayDeque<>();
        List<URL> service = List.of(ClosedLoopApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        for (JavaClass type : new ClassFileImporter().importUrls(service)) {
            if (type.isMetaAnnotatedWith(RestController.class)) {
                for (Method method : type.reflect().getDeclaredMethods()) {
                    for (Parameter parameter : method.getParameters()) {
                        if (parameter.isAnnotationPresent(RequestBody.class)) {
                            open.add(parameter.getType());
                        }
                    }
                }
            }
        }
        while (!open.isEmpty()) {
            Class<?> body = open.pop();
            if (body.isRecord() && found.add(body)) {
                for (RecordComponent component : body.getRecordComponents()) {
                    classesIn(component.getGenericType()).forEach(open::add);
                }
            }
        }
        return found;
    }

    @Test
    void noRecordPrintsPersonalDataOrASecretOrARequest() throws Exception {
        var printed = new TreeSet<String>();
        var told = new TreeSet<String>();
        for (Class<?> type : EVERY_RECORD) {
            if (isTelling(type)) {
                Object record = made(type, new HashSet<>());
                told.add(type.getSimpleName());
                if (String.valueOf(record).contains(MARKER)) {
                    printed.add(type.getName());
                }
            }
        }

        assertThat(printed)
                .as("these print it; let their toString() be Unsaid.in(this) or Unsaid.wholly(this)")
                .isEmpty();
        assertThat(told)
                .contains("RegisterLeadBody", "Wanted", "NewKey", "CreatedKey", "LeadView", "ForLead", "ReadEvent")
                .containsAll(Stream.of(LeadCommand.class, LeadEvent.class)
                        .flatMap(all -> Arrays.stream(all.getPermittedSubclasses()))
                        .map(Class::getSimpleName)
                        .toList());
    }

    /** It would find nothing if nothing were marked. */
    @Test
    void whatIsPersonalIsMarked() throws Exception {
        for (Class<?> event : LeadEvent.class.getPermittedSubclasses()) {
            assertThat(((LeadEvent) made(event, new HashSet<>())).note()).isEqualTo(MARKER);
        }
        assertThat(((LeadRegistered) made(LeadRegistered.class, new HashSet<>()))
                        .contact()
                        .name())
                .isEqualTo(MARKER);
        assertThat(((SuppressionEvent.SuppressionLifted)
                                made(SuppressionEvent.SuppressionLifted.class, new HashSet<>()))
                        .justification())
                .isEqualTo(MARKER);
        assertThat(BODIES).hasSizeGreaterThan(20);
    }

    /** Whether a marker would stand in it or in something that it is made of. */
    private boolean isTelling(Class<?> type) {
        Boolean known = telling.get(type);
        if (known != null) {
            return known;
        }
        telling.put(type, false);
        boolean is = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> isMarked(type, component)
                                || classesIn(component.getGenericType()).anyMatch(this::isTelling))
                : type == Object.class
                        || type.isSealed()
                                && Arrays.stream(type.getPermittedSubclasses()).anyMatch(this::isTelling);
        telling.put(type, is);
        return is;
    }

    private static boolean isMarked(Class<?> record, RecordComponent component) {
        if (classesIn(component.getGenericType()).noneMatch(it -> it == String.class || it == Object.class)) {
            return false;
        }
        if (component.getName().equals("cause") && CAUSE_OF_A_FAULT.contains(record.getSimpleName())) {
            return false;
        }
        boolean person = Arrays.stream(record.getRecordComponents())
                .anyMatch(it -> it.getType() == String.class && OF_PEOPLE.contains(it.getName()));
        return BODIES.contains(record)
                || PERSONAL_VALUES.contains(record)
                || person
                || component.getType() == String.class && NAMES.contains(component.getName());
    }

    private static Stream<Class<?>> classesIn(Type type) {
        return switch (type) {
            case Class<?> plain -> Stream.of(plain);
            case ParameterizedType parameterized ->
                Stream.concat(
                                Stream.of(parameterized.getRawType()),
                                Arrays.stream(parameterized.getActualTypeArguments()))
                        .flatMap(UnsaidTest::classesIn);
            case WildcardType wildcard ->
                Arrays.stream(wildcard.getUpperBounds()).flatMap(UnsaidTest::classesIn);
            default -> Stream.empty();
        };
    }

    private Object made(Class<?> record, Set<Class<?>> around) throws ReflectiveOperationException {
        Optional<Object> ready = ready(record);
        if (ready.isPresent()) {
            return ready.get();
        }
        RecordComponent[] components = record.getRecordComponents();
        var inside = new HashSet<>(around);
        inside.add(record);
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType(), isMarked(record, components[i]), inside);
        }
        Constructor<?> constructor = record.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new AssertionError(
                    "%s refuses what it is made of here (%s); add one that is ready".formatted(record, e.getCause()),
                    e);
        }
    }

    /** Values that are particular about what they hold. */
    private static Optional<Object> ready(Class<?> type) {
        if (type == EmailAddress.class) {
            return Optional.of(EmailAddress.parse(MARKER + "@example.com"));
        }
        if (type == PhoneNumber.class) {
            return Optional.of(PhoneNumber.parse("+4930901820", null));
        }
        if (type == IdentityHash.class) {
            return Optional.of(new IdentityHash(IdentityKind.EMAIL, "0a".repeat(32), null, null, null));
        }
        if (type == Money.class) {
            return Optional.of(new Money(BigDecimal.ONE, Currency.getInstance("EUR")));
        }
        return Optional.empty();
    }

    private @Nullable Object value(Type type, boolean marked, Set<Class<?>> around)
            throws ReflectiveOperationException {
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            Type[] arguments = parameterized.getActualTypeArguments();
            if (Map.class.isAssignableFrom(raw)) {
                Object key = value(arguments[0], marked, around);
                // Under free names stand texts, numbers and truths.
                Object of = arguments[1] == Object.class
                        ? value(String.class, marked, around)
                        : value(arguments[1], marked, around);
                if (key == null) {
                    return new LinkedHashMap<>();
                }
                var map = raw == Map.class || raw.isAssignableFrom(LinkedHashMap.class)
                        ? new LinkedHashMap<@Nullable Object, @Nullable Object>()
                        : new TreeMap<@Nullable Object, @Nullable Object>();
                map.put(key, of);
                return map;
            }
            if (Iterable.class.isAssignableFrom(raw) || raw == Collection.class) {
                Object element = value(arguments[0], marked, around);
                List<Object> list = element == null ? List.of() : List.of(element);
                if (raw.isAssignableFrom(List.class)) {
                    return list;
                }
                return raw == Set.class ? Set.copyOf(list) : new TreeSet<>(list);
            }
            return raw.isRecord() ? value(raw, marked, around) : null;
        }
        if (type instanceof WildcardType wildcard) {
            return value(wildcard.getUpperBounds()[0], marked, around);
        }
        return type instanceof Class<?> plain ? value(plain, marked, around) : null;
    }

    private @Nullable Object value(Class<?> type, boolean marked, Set<Class<?>> around)
            throws ReflectiveOperationException {
        Optional<Object> ready = ready(type);
        if (ready.isPresent()) {
            return ready.get();
        }
        if (type == String.class) {
            return marked ? MARKER : "said";
        }
        if (type == Object.class) {
            // An event, where anything may stand.
            return marked
                    ? MARKER
                    : around.contains(LeadRegistered.class) ? "said" : made(LeadRegistered.class, around);
        }
        if (type == LeadId.class) {
            return new LeadId(new UUID(1, 2));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            return around.contains(type) ? null : made(type, around);
        }
        if (type.isSealed()) {
            List<Class<?>> records = Arrays.stream(type.getPermittedSubclasses())
                    .filter(it -> it.isRecord() || it.isSealed())
                    .collect(toCollection(ArrayList::new));
            Optional<Class<?>> chosen = records.stream()
                    .filter(this::isTelling)
                    .findFirst()
                    .or(() -> records.stream().findFirst());
            return chosen.isPresent() ? value(chosen.get(), marked, around) : null;
        }
        if (type == UUID.class) {
            return new UUID(1, 2);
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == LocalDate.class) {
            return LocalDate.EPOCH;
        }
        if (type == boolean.class || type == Boolean.class) {
            return false;
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        if (type == long.class || type == Long.class) {
            return 1L;
        }
        if (type == double.class || type == Double.class) {
            return 1.0;
        }
        // A class that prints nothing of what it holds unless it says so.
        return null;
    }
}

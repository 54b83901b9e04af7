package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.AnnotatedType;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record must be there and must not be null, unless its type is marked as nullable. Jackson would put
 * null into it, which the compiler has ruled out.
 */
final class RequiredUnlessNullable extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return isRequired(member) ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        return annotated instanceof AnnotatedMember member && isRequired(member)
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                : JsonSetter.Value.empty();
    }

    private static boolean isRequired(AnnotatedMember member) {
        AnnotatedType type = member.getDeclaringClass().isRecord() ? typeOf(member) : null;
        return type != null && !type.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable AnnotatedType typeOf(AnnotatedMember member) {
        return switch (member) {
            case AnnotatedField field -> field.getAnnotated().getAnnotatedType();
            case AnnotatedMethod method -> method.getAnnotated().getAnnotatedReturnType();
            // Not the parameter's own type: the compiler does not repeat annotations on those of a compact constructor.
            case AnnotatedParameter parameter ->
                parameter
                        .getDeclaringClass()
                        .getRecordComponents()[parameter.getIndex()]
                        .getAnnotatedType();
            default -> null;
        };
    }
}

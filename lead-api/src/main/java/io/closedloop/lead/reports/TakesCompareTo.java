package io.closedloop.lead.reports;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Can be asked how its numbers differ from those of another period or instant. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "compareTo",
        description =
                "previous, a period as from/to, or an instant, which is another asOf: each row then has base and difference as well.",
        schema = @Schema(type = "string", pattern = "^[A-Za-z0-9:.+/-]+$", example = "previous"))
@interface TakesCompareTo {}

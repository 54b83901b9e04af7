package io.closedloop.lead.feed;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameter {@code epoch} of whoever follows the log. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = KnownEpoch.PARAMETER,
        description =
                "The epoch that the last page or stream named. If the log has been set back since, the answer is 409 log-epoch-changed, "
                        + "with the position up to which both are the same.",
        schema = @Schema(type = "string", format = "uuid"))
@interface TakesEpoch {}

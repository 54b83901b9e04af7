package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The part of a path that says which read models are meant. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        description = "Which read models; there is one file of them.",
        schema = @Schema(allowableValues = ReadModelProcessor.NAME))
@interface NamesProjection {}

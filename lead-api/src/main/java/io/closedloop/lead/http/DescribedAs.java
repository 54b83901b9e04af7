package io.closedloop.lead.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record that answers have in the form in which requests have it as well: the description has one schema for both,
 * that of the request, with its limits.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DescribedAs {
    /** The name of that schema. */
    String value();
}

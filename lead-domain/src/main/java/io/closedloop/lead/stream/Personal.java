package io.closedloop.lead.stream;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An event's component whose value is personal: it is stored sealed and nowhere else. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {
    /** The revision of the event's type from which on it has been sealed; before, it was stored in clear. */
    int since() default 1;
}

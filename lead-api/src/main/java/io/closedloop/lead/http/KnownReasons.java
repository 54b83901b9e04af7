package io.closedloop.lead.http;

import io.closedloop.lead.playbook.ReasonClass;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that holds a reason of the playbook. The description names the reasons that there are, but not as an
 * enumeration: another playbook may have others, and a client that was generated today must be able to read them.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface KnownReasons {
    ReasonClass[] value();
}

/** What the ahead-of-time cache of Java learns from. Nothing of it runs in a service. */
@NullMarked
package io.closedloop.lead.training;

import org.jspecify.annotations.NullMarked;

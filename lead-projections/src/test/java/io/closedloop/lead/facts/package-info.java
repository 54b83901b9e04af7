@NullMarked
package io.closedloop.lead.facts;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.closedloop.lead.eventjson;

import org.jspecify.annotations.NullMarked;

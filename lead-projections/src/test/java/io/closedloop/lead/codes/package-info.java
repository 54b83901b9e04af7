@NullMarked
package io.closedloop.lead.codes;

import org.jspecify.annotations.NullMarked;

/** The free codes that are in use, and those of them that are probably the same one. */
@NullMarked
package io.closedloop.lead.codes;

import org.jspecify.annotations.NullMarked;

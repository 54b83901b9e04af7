@NullMarked
package io.closedloop.lead.documentation;

import org.jspecify.annotations.NullMarked;

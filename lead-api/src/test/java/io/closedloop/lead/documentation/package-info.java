/** What the project's pages say is so. */
@NullMarked
package io.closedloop.lead.documentation;

import org.jspecify.annotations.NullMarked;

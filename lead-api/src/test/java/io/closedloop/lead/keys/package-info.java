/** Tests of the API keys. */
@NullMarked
package io.closedloop.lead.keys;

import org.jspecify.annotations.NullMarked;

/** API keys: who may call the service, as whom, and in which roles. */
@NullMarked
package io.closedloop.lead.keys;

import org.jspecify.annotations.NullMarked;

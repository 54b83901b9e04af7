/** The bodies of commands as they are sent, one file each with its endpoint, and what they are made of. */
@NullMarked
package io.closedloop.lead.commands.body;

import org.jspecify.annotations.NullMarked;

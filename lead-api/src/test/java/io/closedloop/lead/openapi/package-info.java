/**
 * Tests of the API's description: that it is complete, that clients can be made of it, and that nothing sent against it
 * gets a fault.
 */
@NullMarked
package io.closedloop.lead.openapi;

import org.jspecify.annotations.NullMarked;

/**
 * What every endpoint stands on: problems and their pages, strict reading of requests, correlation, and the order in
 * which a request is checked.
 */
@NullMarked
package io.closedloop.lead.http;

import org.jspecify.annotations.NullMarked;

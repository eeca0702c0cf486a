/**
 * {@code scripts/demo} and {@code scripts/walkthrough}: run the programs as a user would, as
 * processes and over HTTP, show what happens and fail where something did not.
 */
@NullMarked
package io.handclasp.demo;

import org.jspecify.annotations.NullMarked;

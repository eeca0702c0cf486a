/**
 * The fault kit: every way in which a handshake fails, made at run time, and what either end says
 * of it.
 */
@NullMarked
package io.handclasp.pair.faults;

import org.jspecify.annotations.NullMarked;

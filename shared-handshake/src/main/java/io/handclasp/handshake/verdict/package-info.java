/**
 * From a record and the own material to a verdict: cause code, whose fault, evidence, cure. Judges
 * by types, alert numbers and own checks, never by message texts.
 */
@NullMarked
package io.handclasp.handshake.verdict;

import org.jspecify.annotations.NullMarked;

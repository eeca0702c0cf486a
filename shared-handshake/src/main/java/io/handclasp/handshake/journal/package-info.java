/**
 * Where records are kept: the rotating JSON Lines file, the bounded ring in memory, the reader, and
 * the joining of both ends' journals.
 */
@NullMarked
package io.handclasp.handshake.journal;

import org.jspecify.annotations.NullMarked;

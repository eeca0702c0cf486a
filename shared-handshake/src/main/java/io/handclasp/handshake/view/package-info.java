/** Draws handshakes for people: the log line, the text sequence diagram and its like. */
@NullMarked
package io.handclasp.handshake.view;

import org.jspecify.annotations.NullMarked;

/** The {@code handshakes} command: list, show, why, stats over one or two journals. */
@NullMarked
package io.handclasp.handshake.cli;

import org.jspecify.annotations.NullMarked;

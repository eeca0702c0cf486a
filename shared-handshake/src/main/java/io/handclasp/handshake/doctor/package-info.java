/** Plays the real material of both ends against each other offline and predicts the outcome. */
@NullMarked
package io.handclasp.handshake.doctor;

import org.jspecify.annotations.NullMarked;

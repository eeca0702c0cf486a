/**
 * What a certificate says, for people and for programs: its facts, who may use it for what, days
 * left, and what a careful reviewer would object to (lint).
 */
@NullMarked
package io.handclasp.pki.inspect;

import org.jspecify.annotations.NullMarked;

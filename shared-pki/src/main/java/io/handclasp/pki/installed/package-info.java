/** How the programs are called in this installation, for hints, help and cures. */
@NullMarked
package io.handclasp.pki.installed;

import org.jspecify.annotations.NullMarked;

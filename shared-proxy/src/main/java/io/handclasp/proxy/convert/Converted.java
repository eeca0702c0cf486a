package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.List;

/**
 * A configuration, and what did not get into it.
 *
 * @param side which of the two it is for
 * @param yaml its text
 * @param remarks one sentence for each option without an exact counterpart
 */
public record Converted(Side side, String yaml, List<String> remarks) {
  /** Copies. */
  public Converted {
    remarks = List.copyOf(remarks);
  }
}

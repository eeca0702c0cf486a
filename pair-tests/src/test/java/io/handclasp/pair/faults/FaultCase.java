package io.handclasp.pair.faults;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One fault between our two programs, and what each end has to say of it.
 *
 * @param code the true cause
 * @param make puts the fault into the material
 * @param applies in which combinations it can be made
 * @param detectedAt which end sees it itself: {@code front}, {@code back}
 * @param alert the alert that BoringSSL sends for it; empty where the connection goes on or no
 *     alert is sent
 * @param tolerated codes that the end which was only told may name instead, saying that the other
 *     end knows better
 */
record FaultCase(
    String code,
    Consumer<Ends> make,
    Predicate<Combination> applies,
    String detectedAt,
    String alert,
    List<String> tolerated) {
  static FaultCase seenByFront(String code, String alert, Consumer<Ends> make) {
    return new FaultCase(code, make, any -> true, "front", alert, List.of());
  }

  static FaultCase seenByBack(String code, String alert, Consumer<Ends> make) {
    return new FaultCase(code, make, any -> true, "back", alert, List.of());
  }

  FaultCase when(Predicate<Combination> combination) {
    return new FaultCase(code, make, combination, detectedAt, alert, tolerated);
  }

  FaultCase orTold(String... codes) {
    return new FaultCase(code, make, applies, detectedAt, alert, List.of(codes));
  }

  @Override
  public String toString() {
    return code;
  }
}

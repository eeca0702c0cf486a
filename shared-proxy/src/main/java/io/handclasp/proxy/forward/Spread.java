package io.handclasp.proxy.forward;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Over how many event loops connections are spread: as few as their work allows. What one loop
 * finds in a turn it reads, forwards and answers together, by fewer system calls and fewer, fuller
 * records; the same in two loops costs a quarter more. Decides only; one thread at a time.
 */
final class Spread {
  /** A loop that uses more of a processor is full. */
  private static final double FULL = 0.7;

  /** As many loops are enough that each of them would use less. */
  private static final double SPARE = 0.6;

  /** Where all of them together use less, there is nothing that could be spread. */
  private static final double IDLE = 0.1;

  /** With more requests under way a loop is full too: their limit may be a loop of the next hop. */
  private static final int CROWD = 64;

  /** Where a loop uses less, its requests only wait for something slow. */
  private static final double WAITING = 0.1;

  /** Where a loop uses more, all of its requests count; between the two, a part of them. */
  private static final double WORKING = 0.3;

  /** Looks before loops close or connections have to move: a second. */
  private static final int LASTING = 4;

  /** Looks that a move which did not help waits for at most, and after which it is forgotten. */
  private static final int MINUTE = 240;

  /** A move has helped where the fullest loop is below this part of what the fullest was. */
  private static final double HELPED = 0.9;

  private final int loops;
  private final BooleanSupplier room;
  private int open = 1;
  private int calm;
  private int uneven;
  private int sinceMove;
  private double atMove = Double.POSITIVE_INFINITY;
  private int patience = LASTING;

  /**
   * What a loop had to do since the last look.
   *
   * @param cpu share of a processor
   * @param requests under way at present
   */
  record Work(double cpu, int requests) {
    /** A loop with more than 1 is full. */
    double load() {
      double counted = Math.min(1, Math.max(0, cpu - WAITING) / (WORKING - WAITING));
      return Math.max(cpu / FULL, counted * requests / CROWD);
    }
  }

  /**
   * Work that should leave a loop, and come back to another.
   *
   * @param loop its number, from 0
   * @param share of its work, above 0 and at most a half
   */
  record Move(int loop, double share) {}

  /**
   * One loop is open at first.
   *
   * @param room whether a processor was idle lately, so that one more loop could do more
   */
  Spread(int loops, BooleanSupplier room) {
    this.loops = loops;
    this.room = room;
  }

  /** How many loops take new connections, the first ones. */
  int open() {
    return open;
  }

  /**
   * Takes a look; again and again, in even steps.
   *
   * @param work that of every loop
   * @return what should move; null where nothing should
   */
  @Nullable Move look(List<Work> work) {
    double cpu = work.stream().mapToDouble(Work::cpu).sum();
    double load = work.stream().mapToDouble(Work::load).sum();
    int fullest = fullest(work);
    double most = work.get(fullest).load();
    boolean more = most > 1 && room.getAsBoolean();
    if (cpu > FULL * open || (more && load > open)) {
      open = Math.min(loops, 2 * open);
      calm = 0;
    } else {
      narrow(cpu, Math.max(1, (int) Math.ceil(Math.max(cpu / SPARE, load))));
    }
    double least = work.subList(0, open).stream().mapToDouble(Work::load).min().orElse(most);
    sinceMove++;
    return more && least < SPARE / FULL ? uneven(fullest, most, least) : even();
  }

  private void narrow(double cpu, int enough) {
    calm = enough < open ? calm + 1 : 0;
    if (cpu < IDLE) {
      open = 1;
    } else if (calm == LASTING) {
      open = Math.max(enough, open / 2);
      calm = 0;
    }
  }

  /** Brings the fullest and the least full to their mean; not so soon where that did not help. */
  private @Nullable Move uneven(int fullest, double most, double least) {
    uneven++;
    if (uneven < patience) {
      return null;
    }
    patience = most < HELPED * atMove ? LASTING : Math.min(2 * patience, MINUTE);
    atMove = most;
    uneven = 0;
    sinceMove = 0;
    return new Move(fullest, (most - least) / 2 / most);
  }

  /** One even look among uneven ones takes back one of them: what is measured flickers. */
  private @Nullable Move even() {
    uneven = Math.max(0, uneven - 1);
    if (uneven == 0 && sinceMove >= MINUTE) {
      patience = LASTING;
      atMove = Double.POSITIVE_INFINITY;
    }
    return null;
  }

  private static int fullest(List<Work> work) {
    int fullest = 0;
    for (int i = 1; i < work.size(); i++) {
      if (work.get(i).load() > work.get(fullest).load()) {
        fullest = i;
      }
    }
    return fullest;
  }
}

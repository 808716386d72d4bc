package io.roifilter.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Tells in one pass whether any of some words is in a text: Aho and Corasick's automaton. */
final class TriggerWords {
    private static final int LETTERS = 128;
    private static final int NONE = -1;

    /** For each state, where each letter leads; what is no ASCII leads to the beginning. */
    private final int[] next;

    private final boolean[] isWord;

    /** @param words of ASCII */
    TriggerWords(Collection<String> words) {
        List<int[]> trie = new ArrayList<>();
        trie.add(empty());
        List<Integer> ends = new ArrayList<>();
        for (String word : words) {
            ends.add(add(trie, word));
        }
        isWord = new boolean[trie.size()];
        ends.forEach(end -> isWord[end] = true);
        next = new int[trie.size() * LETTERS];
        complete(trie);
    }

    boolean areIn(String text, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            state = c < LETTERS ? next[state * LETTERS + c] : 0;
            if (isWord[state]) {
                return true;
            }
        }
        return false;
    }

    private static int add(List<int[]> trie, String word) {
        int state = 0;
        for (char c : word.toCharArray()) {
            if (trie.get(state)[c] == NONE) {
                trie.get(state)[c] = trie.size();
                trie.add(empty());
            }
            state = trie.get(state)[c];
        }
        return state;
    }

    /** Breadth first, so that the shorter word that a longer one ends with is complete before. */
    private void complete(List<int[]> trie) {
        int[] shorter = new int[trie.size()];
        Deque<Integer> states = new ArrayDeque<>(List.of(0));
        while (!states.isEmpty()) {
            int state = states.remove();
            isWord[state] |= isWord[shorter[state]];
            for (int c = 0; c < LETTERS; c++) {
                int longer = trie.get(state)[c];
                int back = state == 0 ? 0 : next[shorter[state] * LETTERS + c];
                next[state * LETTERS + c] = longer == NONE ? back : longer;
                if (longer != NONE) {
                    shorter[longer] = back;
                    states.add(longer);
                }
            }
        }
    }

    private static int[] empty() {
        int[] letters = new int[LETTERS];
        Arrays.fill(letters, NONE);
        return letters;
    }
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_OCCURRENCE_HPP
#define TAPELESS_PLAN_OCCURRENCE_HPP

#include "../expr/record.hpp"

#include <cstddef>

namespace tapeless::plan {

using expr::hash_t;
using expr::index_t;
using expr::nowhere;
using expr::record;

/// One value of the computation: an expression, where its runtime constants start, and the `let` instance that its
/// free bound symbols refer to. Two uses with the same occurrence are the same value and are evaluated once.
struct occurrence {
    hash_t id = 0;
    index_t offset = 0;
    index_t scope = 0;

    constexpr bool operator==(const occurrence&) const = default;
};

/// A hash map from occurrences to indices, open addressing with linear probing; for constant evaluation.
class occurrence_map {
public:
    constexpr occurrence_map() : occurrence_map(256) {}
    occurrence_map(const occurrence_map&) = delete;
    occurrence_map& operator=(const occurrence_map&) = delete;
    constexpr ~occurrence_map() {
        delete[] keys_;
        delete[] values_;
    }

    /// The index stored for `key`, or `nowhere`.
    constexpr index_t find(const occurrence& key) const noexcept {
        std::size_t at = start(key);
        while (keys_[at].id != 0) {
            if (keys_[at] == key) return values_[at];
            at = (at + 1) & mask_;
        }
        return nowhere;
    }
    constexpr void insert(const occurrence& key, index_t value) {
        if (3 * count_ > 2 * mask_) grow();
        std::size_t at = start(key);
        while (keys_[at].id != 0) at = (at + 1) & mask_;
        keys_[at] = key;
        values_[at] = value;
        ++count_;
    }

private:
    constexpr explicit occurrence_map(std::size_t capacity)
        : keys_(new occurrence[capacity]{}), values_(new index_t[capacity]{}), mask_(capacity - 1) {}

    constexpr std::size_t start(const occurrence& key) const noexcept {
        return ((key.id >> 8) + key.offset * std::size_t{0x9E3779B1} + key.scope * std::size_t{0x85EBCA77}) & mask_;
    }
    constexpr void grow() {
        occurrence_map larger(8 * (mask_ + 1));
        for (std::size_t i = 0; i <= mask_; ++i)
            if (keys_[i].id != 0) larger.insert(keys_[i], values_[i]);
        occurrence* const keys = keys_;
        index_t* const values = values_;
        keys_ = larger.keys_;
        values_ = larger.values_;

        mask_ = larger.mask_;
        larger.keys_ = keys;
        larger.values_ = values;
    }

    occurrence* keys_;
    index_t* values_;
    std::size_t mask_;
    std::size_t count_ = 0;
};

} // namespace tapeless::plan

#endif

// A first-in, first-out queue of bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace qtbt {

class ByteQueue
{
public:
    size_t size() const { return bytes_.size() - head_; }
    bool empty() const { return size() == 0; }

    void append(const void *data, size_t size)
    {
        bytes_.append(static_cast<const char *>(data), size);
    }

    // Makes room for `size` bytes at the end. `fill` writes there and returns how many bytes it
    // wrote.
    template <typename Fill>
    void fill(size_t size, Fill fill)
    {
        const size_t before = bytes_.size();
        bytes_.resize(before + size);
        bytes_.resize(before + fill(bytes_.data() + before));
    }

    // Returns the first bytes, at most `size`. They are valid until the queue changes.
    std::string_view front(size_t size) const
    {
        return std::string_view(bytes_).substr(head_, size);
    }

    void drop(size_t size)
    {
        head_ += size;
        if (head_ == bytes_.size())
            clear();
        else if (head_ > bytes_.size() / 2)
            compact();
    }

    void clear()
    {
        bytes_.clear();
        head_ = 0;
    }

private:
    void compact()
    {
        bytes_.erase(0, head_);
        head_ = 0;
    }

    std::string bytes_;
    size_t head_ = 0; // where the queue begins
};

} // namespace qtbt

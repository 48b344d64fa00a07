// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A token whose balances change by themselves, without a Transfer log, as stETH's and AMPL's do.
/// @dev A balance is a number of shares times `index` (in millionths, which anybody can set), rounded down.
contract RebasingToken {
    string public constant name = "Practice Rebasing Token";
    string public constant symbol = "REBASE";
    uint8 public constant decimals = 6;
    uint256 public index = 1_000_000;
    mapping(address => uint256) public sharesOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function setIndex(uint256 index_) external {
        require(index_ > 0, "index");
        index = index_;
    }

    function balanceOf(address account) public view returns (uint256) {
        return (sharesOf[account] * index) / 1_000_000;
    }

    /// @dev Moves the shares that `value` is worth, rounded down: it can deliver one unit less.
    function transfer(address to, uint256 value) external returns (bool) {
        uint256 shares = (value * 1_000_000) / index;
        require(sharesOf[msg.sender] >= shares, "balance");
        sharesOf[msg.sender] -= shares;
        sharesOf[to] += shares;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    /// @notice Makes `value` units out of nothing for `to`: this is practice money.
    function mint(address to, uint256 value) external {
        sharesOf[to] += (value * 1_000_000) / index;
        emit Transfer(address(0), to, value);
    }
}
